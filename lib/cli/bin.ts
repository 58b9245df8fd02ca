#!/usr/bin/env node
import process from 'node:process'
import { run } from './main.js'

const { stdout, stderr, stdin, env } = process

// whoever reads a pipe may stop reading; the command still ends what it began, and says nothing about it
stderr.on('error', () => undefined)
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.exitCode = 2
  stderr.write(`error: stdout cannot be written: ${error.code ?? error.message}.\n`)
})

const code = await run(process.argv.slice(2), { stdout, stderr, stdin, env, cwd: process.cwd() })
process.exitCode ??= code
