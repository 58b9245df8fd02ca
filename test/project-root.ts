import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function above(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : above(dirname(directory))
}

/** The folder that package.json stands in, also seen from the compiled tests. */
export const projectRoot = above(dirname(fileURLToPath(import.meta.url)))
