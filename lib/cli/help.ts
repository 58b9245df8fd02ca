import type { Command } from './command.js'

/** What `nodedev --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const verbs = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('')
  return `usage: nodedev VERB ...

Mediated devices as libvirt sees them.

${verbs}
nodedev VERB --help tells more; nodedev --version prints the version.
Exit status: 0; 1 for a finding of severity error or a refused operation;
2 where the command could not run.
`
}

/** What `nodedev VERB --help` prints. */
export function commandHelp({ summary, help }: Command, usage: string): string {
  return `${usage}\n${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n\n${help}\n`
}

/** The ways to call a verb; lines that are continued stand below its arguments. */
export function usageOf({ name, usage }: Command): string {
  const indent = ' '.repeat('usage: nodedev  '.length + name.length)
  return usage
    .map((line, index) => `${index === 0 ? 'usage:' : '      '} nodedev ${line.replaceAll('\n', `\n${indent}`)}\n`)
    .join('')
}
