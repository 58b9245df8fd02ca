/** Writes the API report of every entry: `npm run api`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { apiReports } from './api-reports.js'

mkdirSync('etc', { recursive: true })
for (const [file, text] of apiReports(process.cwd())) writeFileSync(file, text)
