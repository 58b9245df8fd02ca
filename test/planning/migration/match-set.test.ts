import { expect } from 'chai'
import fc from 'fast-check'
import { matchSet } from '../../../lib/planning/migration/match-set.js'
import { instances } from '../../thorough.js'
import '../../seed.js'

/** A part of a pattern before it is text: a literal, a variable by its number, or a half of one. */
type Part = string | number

interface Sample {
  readonly ints: readonly boolean[]
  readonly values: readonly (readonly string[])[]
  readonly fields: readonly (readonly Part[])[]
  readonly divided: readonly boolean[]
  readonly self: readonly (string | undefined)[]
}

const atoms = fc.constantFrom('a', 'ab', 'b', '1', '2', '12', '')
const samples: fc.Arbitrary<Sample> = fc.record({
  ints: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  values: fc.array(fc.array(fc.constantFrom('1', '2', '4', '12', '0'), { minLength: 1, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  }),
  fields: fc.array(fc.array(fc.oneof(atoms, fc.nat(2)), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  divided: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  self: fc.array(
    fc.option(
      fc.array(fc.constantFrom('a', 'b', '1', '2', '4'), { maxLength: 3 }).map((parts) => parts.join('')),
      {
        nil: undefined,
      },
    ),
    { minLength: 3, maxLength: 3 },
  ),
})

function isDivided({ fields, divided, ints }: Sample, index: number): boolean {
  const [first, ...more] = fields[index] ?? []
  return divided[index] === true && typeof first === 'number' && more.length === 0 && ints[first] === true
}

function patternsOf(sample: Sample): Record<string, string> {
  const { fields, ints, values } = sample
  const declared = new Set<number>()
  const entries = fields.map((parts, index) => {
    const text = parts.map((part) => {
      if (typeof part === 'string') return part
      if (declared.has(part)) return `{v${part}}`
      declared.add(part)
      const list = (values[part] ?? []).map((value) => (ints[part] === true ? value : `"${value}"`))
      return `{v${part}:${ints[part] === true ? 'int' : 'string'}:${list.join(',')}}`
    })
    return [`f${index}`, text.join('') + (isDivided(sample, index) ? '/2' : '')]
  })
  return Object.fromEntries(entries) as Record<string, string>
}

/** Every binding of all variables is put into the patterns. */
function enumerated(sample: Sample): boolean {
  const { fields, values, self } = sample
  if (self.some((value, index) => index >= fields.length && value !== undefined && value !== '')) return false
  const [first = [], second = [], third = []] = values
  return first.some((a) =>
    second.some((b) =>
      third.some((c) =>
        fields.every((parts, index) => {
          const bound = [a, b, c]
          let text = parts.map((part) => (typeof part === 'string' ? part : bound[part])).join('')
          if (isDivided(sample, index)) {
            const half = Number(text) / 2
            if (!Number.isInteger(half)) return false
            text = String(half)
          }
          return text === (self[index] ?? '')
        }),
      ),
    ),
  )
}

/** The fields that one binding of the variables gives; an odd number has no half. */
function madeFrom(sample: Sample, picked: readonly number[]): (string | undefined)[] {
  const bound = sample.values.map((own, index) => own[(picked[index] ?? 0) % own.length] ?? '')
  return sample.fields.map((parts, index) => {
    const text = parts.map((part) => (typeof part === 'string' ? part : (bound[part] ?? ''))).join('')
    return isDivided(sample, index) ? String(Math.floor(Number(text) / 2)) : text
  })
}

describe('matchSet', () => {
  it('finds what putting in every value finds', () => {
    const picks = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2))
    let matches = 0
    fc.assert(
      // From the pattern, with one or no field that is not.
      fc.property(samples, picks, fc.nat(5), (sample, picked, changed) => {
        const made = madeFrom(sample, picked)
        const own = { ...sample, self: sample.self.map((value, index) => (index === changed ? value : made[index])) }
        const self = Object.fromEntries(
          own.self.flatMap((value, index) => (value === undefined ? [] : [[`f${index}`, value]])),
        ) as Record<string, string>
        const expected = enumerated(own)
        if (expected) matches++
        expect(matchSet(self, patternsOf(own)).result).to.equal(expected ? 'match' : 'mismatch')
      }),
      { numRuns: instances(1000, 4000) },
    )
    expect(matches).to.be.within(400, 3600)
  })

  it('names the field at which it fails, also where each field by itself would match', () => {
    const patterns = { a: 'x{n:int:1,2}', b: '{n}', c: '{n}/2' }
    expect(matchSet({ a: 'x1', b: '2', c: '1' }, patterns)).to.deep.equal({
      result: 'mismatch',
      mismatches: [{ field: 'b', value: '2', pattern: '{n} (n=1)' }],
    })
    expect(matchSet({ a: 'x3', b: '2', z: '1' }, patterns)).to.deep.equal({
      result: 'mismatch',
      mismatches: [
        { field: 'z', value: '1' },
        { field: 'a', value: 'x3', pattern: 'x{n:int:1,2}' },
        { field: 'c', pattern: '{n}/2' },
      ],
    })
  })

  it('takes what is in quotes literally, and an empty pattern for an absent field', () => {
    expect(matchSet({ a: '{n}' }, { a: '"{n}"', b: '', c: '""' })).to.deep.equal({ result: 'match' })
  })

  it('is not impressed by names of the language', () => {
    const fields = JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, string>
    expect(matchSet(fields, fields)).to.deep.equal({ result: 'match' })
    expect(matchSet({}, fields).result).to.equal('mismatch')
    expect(matchSet(fields, {}).result).to.equal('mismatch')
  })

  it('gives up where there are too many ways, and soon', () => {
    const variables = Array.from({ length: 24 }, (_, n) => `{v${n}:string:"","a"}`)
    const uses = Array.from({ length: 24 }, (_, n) => `{v${n}}`)
    const started = performance.now()
    const { result } = matchSet({ a: 'a'.repeat(12), b: 'a'.repeat(11) }, { a: variables.join(''), b: uses.join('') })
    expect(result).to.equal('unknown')
    const deep = Object.fromEntries(Array.from({ length: 2100 }, (_, n) => [`f${n}`, '']))
    expect(matchSet({}, deep).result).to.equal('unknown')
    const long = Array.from({ length: 1000 }, (_, n) => `{w${n}:string:"a"}x`).join('')
    expect(matchSet({ a: 'ax'.repeat(1000) }, { a: long }).result).to.equal('match')
    expect(performance.now() - started).to.be.below(1000)
  })
})
