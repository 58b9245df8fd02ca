import type { Severity } from '../diagnostic.js'
import type { LibvirtDriver } from '../rules/facts/libvirt-driver.js'

/** How grave a code is taken in a configuration and by `--rule`; `off` leaves its findings out. */
export type ConfiguredLevel = 'off' | 'info' | 'warn' | 'error'

/** Levels by code. */
export type ConfiguredLevels = Record<string, ConfiguredLevel>

/**
 * What `nodedev check` reads from `nodedev.config.json`. Paths and patterns mean the folder of the file; an option on the
 * command line goes before what stands here.
 */
export interface CheckConfig {
  /** Where the schema of this file is, for editors. */
  $schema?: string
  /** Levels for codes that differ from their own. */
  rules?: ConfiguredLevels
  /** The least severity that makes the check fail; `error` where absent. */
  failOn?: Severity
  /** The check fails when there are more warnings. */
  maxWarnings?: number
  /** The version of libvirt that the documents are meant for, for example `9.0.0`. */
  libvirt?: string
  /** The driver of libvirt that the guests are meant for; that of their types where absent. */
  driver?: LibvirtDriver
  /** The architecture of guests that do not say it, for example `x86_64`. */
  arch?: string
  /** The machine to check against: `live`, a directory, a file, or `sim:NAME`. */
  host?: string
  /** What is checked when the command names no file: files, directories, and patterns with `*`, `**` and `?`. */
  files?: string[]
  /** What directories and patterns leave out: files, directories, and patterns. */
  ignore?: string[]
}
