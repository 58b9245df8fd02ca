import { expect } from 'chai'
import fc from 'fast-check'
import { parseFlatTable } from '../../../lib/machine/flat/flat-table.js'
import { simulateHost } from '../../../lib/machine/sim.js'
import '../../seed.js'

const TABLE = `# vgpu_type_id, vgpu_type, max_instance, num_heads, frl_config, framebuffer,
max_resolution
11      ,"GRID M60-0B",      16,       2,      45,     512M,    2560x1600
12      ,"GRID M60-0Q",      16,       2,      60,     512M,    2560x1600
13      ,"GRID M60-1B",       8,       2,      45,    1024M,    2560x1600
14      ,"GRID M60-1Q",       8,       2,      60,    1024M,    2560x1600
15      ,"GRID M60-2B",       4,       2,      45,    2048M,    2560x1600
16      ,"GRID M60-2Q",       4,       4,      60,    2048M,    2560x1600
17      ,"GRID M60-4Q",       2,       4,      60,    4096M,    3840x2160
18      ,"GRID M60-8Q",       1,       4,      60,    8192M,    3840x2160
`

describe('parseFlatTable', () => {
  it('reads the table of the proposal, whose header is wrapped', () => {
    const { rows, faults } = parseFlatTable(TABLE)
    expect(faults).to.deep.equal([])
    expect(rows.map(({ id, maxInstances }) => [id, maxInstances])).to.deep.equal([
      ...[
        ['11', 16],
        ['12', 16],
        ['13', 8],
        ['14', 8],
      ],
      ...[
        ['15', 4],
        ['16', 4],
        ['17', 2],
        ['18', 1],
      ],
    ])
    expect(rows[7]).to.deep.equal({
      id: '18',
      name: 'GRID M60-8Q',
      maxInstances: 1,
      description: 'num_heads=4, frl_config=60, framebuffer=8192M, max_resolution=3840x2160, max_instance=1',
    })
  })

  it('is what the simulated card prints', () => {
    const file = 'sys/bus/pci/devices/0000:86:00.0/mdev_supported_types'
    expect(new TextDecoder().decode(simulateHost('grid-m60').kernel.read(file))).to.equal(TABLE)
  })

  it('reads a header on one line, one with # on both, carriage returns, and comments behind it', () => {
    const whole = TABLE.replace(',\nmax_resolution', ', max_resolution')
    const marked = TABLE.replace('\nmax_resolution', '\n# max_resolution')
    const dos = TABLE.replaceAll('\n', '\r\n')
    const noted = TABLE.replace('\n12', '\n\n# more\n12')
    for (const text of [whole, marked, dos, noted]) expect(parseFlatTable(text)).to.deep.equal(parseFlatTable(TABLE))
  })

  it('takes other columns in any order, and leaves out what is not told', () => {
    const { rows, faults } = parseFlatTable('# type, license, id, max_instances\n"A, ""B""",,7,\n')
    expect(rows).to.deep.equal([{ id: '7', name: 'A, "B"' }])
    expect(faults).to.deep.equal(['Line 2 has "" in "max_instances", which is no number.'])
    expect(parseFlatTable('# id\n1\n2')).to.deep.equal({ rows: [{ id: '1' }, { id: '2' }], faults: [] })
  })

  const faulty: [string, string, RegExp, number][] = [
    ['no header', '11,"A",4\n', /names no columns/, 1],
    ['no column of ids', '# name, max_instance\nA, 2\n', /No column has the id .*"name, max_instance"/, 1],
    ['a header without an end', '# id, name,', /ends in a comma/, 0],
    ['too few fields', '# id, name, max_instance\n1,"A"\n', /Line 2 has 2 fields, where 3/, 1],
    ['too many fields', '# id, name\n1,"A",3\n', /Line 2 has 3 fields, where 2/, 1],
    ['no id', '# id, name\n ,"A"\n', /Line 2 has no id .* left out/, 0],
    ['an id twice', '# id, name\n1,"A"\n1,"B"\n', /Line 3 has the type "1" again/, 1],
    ['an id with an escape', '# id, name\n\u001b[1m,"A"\n', /has the id "\\u001b\[1m" and is left out/, 0],
    ['a number that is none', '# id, max_instance\n1, many\n', /"many" in "max_instance", which is no number/, 1],
    ['a number that is too large', '# id, max_instance\n1, 12345678901\n', /"12345678901" in/, 1],
    ['a quote without its other', '# id, name\n1,"A\n', /quotation mark .* "name"/, 1],
    ['a value that a description cannot hold', '# id, size\n1,"a=1, b"\n', /"a=1, b" in "size", which is left out/, 1],
    ['a column that a description cannot hold', '# id, a b\n1, 2\n', /"2" in "a b", which is left out/, 1],
    ['a control character', '# id, name\n1,"A\u0007"\n', /"A\\u0007" in "name", which is left out/, 1],
  ]
  for (const [what, text, fault, count] of faulty) {
    it(`tells a fault: ${what}`, () => {
      const { rows, faults } = parseFlatTable(text)
      expect(faults.join('\n')).to.match(fault)
      expect(rows).to.have.lengthOf(count)
      for (const each of faults) expect(each).to.match(/^[ -~]*\.$/)
    })
  }

  it('never throws, and gives each id once', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '# ',
        '#',
        '\n',
        '\r\n',
        ',',
        '"',
        '""',
        ' ',
        'vgpu_type_id',
        'max_instance',
        '11',
        '512M',
        '\0',
        ':',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { rows, faults } = parseFlatTable(pieces.join(''))
        expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length)
        for (const { id, maxInstances } of rows) {
          expect(id).not.to.equal('')
          if (maxInstances !== undefined) expect(Number.isSafeInteger(maxInstances)).to.equal(true)
        }
        expect(faults.every((fault) => fault.endsWith('.'))).to.equal(true)
      }),
    )
  })

  it('reads back any table that is printed well', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .-]{0,8}[A-Za-z0-9]$/)
    const row = fc.record({
      id: fc.stringMatching(/^[a-z0-9-]{1,8}$/),
      name: fc.oneof(
        word,
        word.map((text) => `${text}, "x"`),
      ),
      maxInstances: fc.nat(1000),
      heads: fc.nat(9),
    })
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 6 }), fc.nat(6), (rows, pad) => {
        const blank = ' '.repeat(pad)
        const lines = rows.map(
          ({ id, name, maxInstances, heads }) =>
            `${blank}${id}${blank},${blank}"${name.replaceAll('"', '""')}"${blank},${blank}${maxInstances},${heads}`,
        )
        const text = ['# vgpu_type_id, vgpu_type,', 'max_instance, num_heads', ...lines].join('\n')
        expect(parseFlatTable(text)).to.deep.equal({
          rows: rows.map(({ id, name, maxInstances, heads }) => ({
            ...{ id, name, maxInstances, description: `num_heads=${heads}, max_instance=${maxInstances}` },
          })),
          faults: [],
        })
      }),
    )
  })
})
