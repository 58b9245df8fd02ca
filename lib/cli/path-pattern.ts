import { sep } from 'node:path'

/** Whether a name has `*` or `?` in it. */
export function isPattern(name: string): boolean {
  return /[*?]/.test(name)
}

/**
 * A test of paths against a pattern: `*` stands for any characters but `/`, `?` for one of them, `**` between slashes for any
 * folders. What a shell does beyond that is left to the shell. Both are absolute, or mean the same folder.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  // many `**` in a row mean what one means, and cost time
  const parts = slashed(pattern)
    .replace(/(?<!\/)\/+$/, '')
    .split('/')
    .filter((part, index, all) => part !== '**' || all[index - 1] !== '**')
  const source = parts.map((part, index) => {
    const last = index === parts.length - 1
    if (part === '**') return last ? '.+' : '(?:[^/]+/)*'
    return partSource(part) + (last ? '' : '/')
  })
  const expression = new RegExp(`^${source.join('')}$`, 'su')
  return (path) => expression.test(slashed(path))
}

/** The folder in front of the first part that is a pattern. */
export function fixedFolder(pattern: string): string {
  const parts = slashed(pattern).split('/')
  const first = parts.findIndex(isPattern)
  const fixed = parts.slice(0, first < 0 ? parts.length : first).join('/')
  return fixed === '' && slashed(pattern).startsWith('/') ? '/' : fixed
}

function partSource(part: string): string {
  return part
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]')
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}
