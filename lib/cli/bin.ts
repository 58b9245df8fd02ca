#!/usr/bin/env node
import { fileFailure } from './files.js'
import { run } from './main.js'

const { stdout, stderr, env } = process

// whoever reads a pipe may stop reading; the command still ends what it began, and says nothing about it
stderr.on('error', () => undefined)
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.exitCode = 2
  stderr.write(`error: ${fileFailure('stdout', 'written', error).message}\n`)
})

// opened only where it is read: it does not block any more then, also for others that have it too. An import of node:process
// would open it.
const stdin = { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() }

const code = await run(process.argv.slice(2), { stdout, stderr, stdin, env, cwd: process.cwd() })
process.exitCode ??= code
