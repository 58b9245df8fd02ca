import type { MdevAttribute } from '../../libvirt/mdev.js'
import { visible } from '../../xml/visible.js'
import { apOrderRemarks } from './ap-order-remarks.js'
import type { AttributeFault } from './attribute-fault.js'
import type { AttributeFormat, AttributeSchema, DriverAttributes, ParameterSchema } from './attribute-schema.js'
import type { AttributedType } from './attribute-schemas-for.js'
import { attributeSchemasFor } from './attribute-schemas-for.js'
import { formatText } from './format-text.js'
import { kernelInteger } from './kernel-integer.js'

/** Every device of the kernel has these; they are not the driver's. */
const EVERY_DEVICE = /^(?:uevent|driver_override|power\/.+)$/

/**
 * What is wrong, or remarkable, with the attributes that a device of a type is to have, by what is known of its driver; nothing
 * where that is not known. What is missing in an attribute is not judged.
 */
export function attributeFaults(type: AttributedType, attributes: readonly Partial<MdevAttribute>[]): AttributeFault[] {
  const known = attributeSchemasFor(type)
  if (known === undefined) return []
  const faults: AttributeFault[] = []
  const written = new Map<string, number>()
  for (const [index, { name, value }] of attributes.entries()) {
    if (name === undefined || EVERY_DEVICE.test(name)) continue
    const schema = known.attributes.find((each) => each.name === name)
    if (schema === undefined) {
      const fault = strangeName(known, name)
      if (fault !== undefined) faults.push({ index, part: 'name', ...fault })
      continue
    }
    if (value !== undefined)
      faults.push(...valueFaults(schema, value).map((fault) => ({ index, part: 'value' as const, ...fault })))
    const before = written.get(name)
    if (before !== undefined && !schema.repeatable)
      faults.push({
        index: before,
        part: 'name',
        message: `The attribute '${name}' is written again later, which replaces this value.`,
        help: 'Put everything into one value.',
      })
    written.set(name, index)
  }
  if (known.driver === 'vfio_ap' && faults.every(({ code }) => code === undefined))
    faults.push(...apOrderRemarks(attributes))
  return faults.sort((a, b) => a.index - b.index)
}

type Fault = Omit<AttributeFault, 'index' | 'part'>

function strangeName({ driver, attributes, readOnly, complete }: DriverAttributes, name: string): Fault | undefined {
  const shown = `'${visible(name)}'`
  const names = attributes.map((each) => each.name)
  if (readOnly.includes(name))
    return { code: 'attribute-refused', message: `The attribute ${shown} of ${driver} devices can only be read.` }
  const near = names.find((each) => plain(each) === plain(name) || plain(each).endsWith(`/${plain(name)}`))
  if (!complete && near === undefined) return undefined
  const allowed = names.length === 0 ? 'Leave it out: they take none.' : `They take ${names.join(', ')}.`
  return {
    code: 'attribute-unknown',
    message: `Devices of ${driver} have no attribute ${shown}.`,
    help: near === undefined ? allowed : `Did you mean '${near}'?`,
  }
}

/** A name without what is easily mistaken: letter case and the signs between words. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9/]/g, '')
}

function valueFaults({ name, format }: AttributeSchema, value: string): Fault[] {
  switch (format.kind) {
    case 'number':
      return numberFaults(name, format, value)
    case 'masks':
      return maskFaults(name, format, value)
    case 'parameters':
      return parameterFaults(name, format.parameters, value)
    case 'text':
      return []
  }
}

function numberFaults(name: string, format: AttributeFormat & { kind: 'number' }, value: string): Fault[] {
  const { minimum, maximum = Number.POSITIVE_INFINITY } = format
  const number = kernelInteger(value)
  if (number !== undefined && number >= minimum && number <= maximum) return []
  return [
    {
      code: 'attribute-refused',
      message: `The attribute '${name}' takes ${formatText(format)}, not '${visible(value)}'.`,
      help: 'Write it in decimal, or in hexadecimal with 0x in front.',
    },
  ]
}

function maskFaults(name: string, format: AttributeFormat & { kind: 'masks' }, value: string): Fault[] {
  const { masks, bits } = format
  const digits = bits / 4
  // the kernel fills up what is short, and does not look at what is behind the last one
  const parts = value.replace(/\n$/, '').split(',').slice(0, masks.length)
  const wrong = parts.find((part) => !new RegExp(`^(?:0?x)?[0-9a-f]{0,${digits}}$`, 'i').test(part))
  if (wrong === undefined && parts.length === masks.length) return []
  const what = wrong === undefined ? `${parts.length} of them` : `'${visible(wrong)}'`
  return [
    {
      code: 'attribute-refused',
      message: `The attribute '${name}' takes ${formatText(format)}, not ${what}.`,
      help: `Write each as 0x and ${digits} digits; the leftmost bit is number 0.`,
    },
  ]
}

function parameterFaults(name: string, known: readonly ParameterSchema[], value: string): Fault[] {
  // white space alone clears all parameters
  if (value.trim() === '') return []
  const faults: Fault[] = []
  for (const pair of value.split(',')) {
    const [, key = '', setting = ''] = /^\s*([^\s=]+)=([^\s=]+)\s*$/.exec(pair) ?? []
    if (key === '') {
      faults.push({
        code: 'attribute-refused',
        message: `The attribute '${name}' takes key=value with commas between them, not '${visible(pair)}'.`,
      })
      continue
    }
    const parameter = known.find((each) => each.key === key)
    if (parameter === undefined) {
      faults.push({
        message: `The parameter '${visible(key)}' of '${name}' is not known here and goes to the driver as it is.`,
        help: `Known are ${known.map((each) => each.key).join(', ')}.`,
      })
    } else if (!isWithin(parameter, setting)) {
      const { minimum, maximum } = parameter
      const range = `${minimum} ${maximum - minimum === 1 ? 'or' : 'to'} ${maximum}`
      faults.push({
        code: 'attribute-refused',
        message: `The parameter '${key}' of '${name}' takes ${range}, not '${visible(setting)}'.`,
        help: parameter.summary,
      })
    }
  }
  return faults
}

function isWithin({ minimum, maximum }: ParameterSchema, text: string): boolean {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return number >= minimum && number <= maximum
}
