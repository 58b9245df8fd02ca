import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file that stands beside the sources of this folder, also when these are compiled elsewhere. */
export function besideSource(name: string): string {
  const places = [`./${name}`, `../../bench/${name}`].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(place)) ?? name
}
