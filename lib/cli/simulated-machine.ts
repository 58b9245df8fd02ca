import type { Personality } from '../host/index.js'
import { readPersonality } from '../host/index.js'
import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { readJson } from './read-json.js'

/** The part of `--host` behind `sim:`; `undefined` where it names no simulated machine. */
export function simulatedName(host: string): string | undefined {
  return host.startsWith('sim:') ? host.slice('sim:'.length) : undefined
}

/** Whether the name of a simulated machine is that of a file: it has a slash in it, or ends with `.json`. */
export function isPersonalityFile(name: string): boolean {
  return /[/\\]|\.json$/.test(name)
}

/**
 * What `simulateHost` takes for the name of a simulated machine: the name itself, or what a file says that is in the machine.
 * @throws CliFailure where the file is none that can be simulated
 */
export async function namedPersonality(io: CliIo, name: string): Promise<string | Personality> {
  if (!isPersonalityFile(name)) return name
  const { personality, problems } = readPersonality(await readJson(io, name))
  if (personality !== undefined) return personality
  throw new CliFailure(`${name} is no machine that can be simulated. ${problems.slice(0, 3).join(' ')}`, {
    help: 'Its format is schemas/personality.json.',
  })
}
