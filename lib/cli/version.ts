import { readFileSync } from 'node:fs'

/** The version of the package that this file is part of; `unknown` where its package.json is not above it. */
export function packageVersion(): string {
  for (let directory = new URL('./', import.meta.url); ; directory = new URL('../', directory)) {
    const version = versionIn(new URL('package.json', directory))
    if (version !== undefined) return version
    if (directory.pathname === '/') return 'unknown'
  }
}

function versionIn(file: URL): string | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null || !('name' in value) || !('version' in value)) return undefined
    return value.name === 'nodedev-xml' && typeof value.version === 'string' ? value.version : undefined
  } catch {
    return undefined
  }
}
