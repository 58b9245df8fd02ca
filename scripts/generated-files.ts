import { readDocComments } from './doc-comments.js'
import { OWN } from './schema-definitions.js'
import { schemaFiles } from './schema-files.js'
import { validatorCode, validatorFiles } from './validator-code.js'

/**
 * Every file that is generated from the declarations in lib/ and committed, with the text it must have.
 * @param project The folder of tsconfig.json.
 */
export function generatedFiles(project: string): ReadonlyMap<string, string> {
  const files = new Map([...validatorFiles].map(([file, validators]) => [file, validatorCode(validators)]))
  for (const [name, { [OWN]: description, ...schema }] of schemaFiles(readDocComments(project))) {
    const { $schema, $id, title, ...rest } = schema
    const whole = { $schema, $id, title, description, ...rest }
    files.set(`schemas/${name}.json`, `${JSON.stringify(whole, undefined, 2)}\n`)
  }
  return files
}
