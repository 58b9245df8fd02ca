/** A key of an attribute that holds several parameters. */
export interface ParameterSchema {
  key: string
  /** One sentence: what it does. */
  summary: string
  minimum: number
  maximum: number
}

/**
 * How the value of an attribute is written: `number`, a whole number as the kernel reads it (decimal, `0x` hexadecimal, octal behind
 * a leading 0); `masks`, one mask of `bits` bits in hexadecimal for each name, with commas between them, the leftmost bit being
 * number 0; `parameters`, `key=value,key=value`, where other keys than these go to the driver as they are; `text`, whatever the
 * driver takes.
 */
export type AttributeFormat =
  | { kind: 'number'; minimum: number; maximum?: number }
  | { kind: 'masks'; masks: readonly string[]; bits: number }
  | { kind: 'parameters'; parameters: readonly ParameterSchema[] }
  | { kind: 'text' }

/** An attribute that a driver takes when one of its devices has been made. */
export interface AttributeSchema {
  /** The file below the directory of the device. */
  name: string
  /** One sentence: what it does. */
  summary: string
  /** Whether a device is of no use without it. */
  required: boolean
  /** Whether writing it again adds to what was written before; else it replaces that. */
  repeatable: boolean
  format: AttributeFormat
  /** One sentence: what the order of the attributes has to do with it. */
  order?: string
}

/** What a driver takes, as plain data. */
export interface DriverAttributes {
  /** As the ids of its types begin, for example `vfio_ap`. */
  driver: string
  /** In the order in which they are usually written. */
  attributes: readonly AttributeSchema[]
  /** Attributes that can only be read. */
  readOnly: readonly string[]
  /** Whether no other attribute than these can be written; else what is not listed is left to the driver. */
  complete: boolean
}
