import { dirname, join, resolve } from 'node:path'
import type { CheckConfig } from './check-config.js'
import { isCheckConfig } from './check-config-validator.js'
import type { CliIo } from './cli-io.js'
import { kindOfPath } from './files.js'
import { readJson } from './read-json.js'
import { validated } from './validated.js'

/** A configuration, and the folder that its paths mean. */
export interface LoadedConfig {
  readonly config: CheckConfig
  readonly folder: string
}

const CONFIG_NAME = 'nodedev.config.json'

/**
 * The configuration in a file, or the nearest one from the working directory upwards.
 * @throws CliFailure where it cannot be read or is none
 */
export async function loadConfig(io: CliIo, file: string | undefined): Promise<LoadedConfig> {
  const path = file ?? (await nearestConfig(io))
  if (path === undefined) return { config: {}, folder: io.cwd }
  const config = validated(path, '', await readJson(io, path), isCheckConfig)
  return { config, folder: dirname(resolve(io.cwd, path)) }
}

async function nearestConfig(io: CliIo): Promise<string | undefined> {
  for (let folder = io.cwd; ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME)
    if ((await kindOfPath(io, file)) === 'file') return file
    if (dirname(folder) === folder) return undefined
  }
}
