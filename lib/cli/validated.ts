import type { Validator } from '../machine/snapshot/read-snapshot.js'
import { CliFailure } from './cli-failure.js'

/** @throws CliFailure that tells the first things the validator objects to */
export function validated<T>(file: string, pointer: string, value: unknown, validate: Validator<T>): T {
  if (validate(value)) return value
  const faults = (validate.errors ?? [])
    .slice(0, 3)
    .map(({ instancePath, message = 'is not as the schema has it' }) => {
      const place = `${pointer === '' ? '' : `/${pointer}`}${instancePath}`
      return `${place === '' ? 'the whole' : place} ${message}`
    })
  throw new CliFailure(`${file} is not as its format has it: ${faults.join('; ') || 'unknown fault'}.`)
}
