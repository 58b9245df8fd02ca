/** Writes the published schemas and the validators that are compiled from them: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { generatedFiles } from './generated-files.js'

mkdirSync('schemas', { recursive: true })
for (const [file, text] of generatedFiles(process.cwd())) writeFileSync(file, text)
