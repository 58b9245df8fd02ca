import { expect } from 'chai'
import { fromNodeError, symbolOf } from '../../lib/host/node-error.js'
import { SysfsError } from '../../lib/machine/sim.js'

/** A failure as `node:fs` throws it. */
function nodeError(code: string | undefined, errno: number | undefined, syscall?: string): Error {
  return Object.assign(new Error('of node'), { code, errno, ...(syscall !== undefined && { syscall }) })
}

describe('failures of node:fs', () => {
  for (const [code, errno, expected] of [
    ['ENOENT', -2, { code: 'ENOENT', errno: 2 }],
    // of a synchronous call, and of an asynchronous one
    ['UNKNOWN', -87, { code: 'EUSERS', errno: 87 }],
    ['Unknown system error -87', -87, { code: 'EUSERS', errno: 87 }],
    ['UNKNOWN', -524, { code: 'ENOTSUPP', errno: 524 }],
    ['UNKNOWN', -4095, { code: 'UNKNOWN', errno: 4095 }],
    ['EBUSY', undefined, { code: 'EBUSY', errno: 16 }],
    [undefined, -13, { code: 'EACCES', errno: 13 }],
  ] as const) {
    it(`${code ?? 'no code'} with ${errno ?? 'no number'} is ${expected.code}`, () => {
      const cause = nodeError(code, errno, 'write')
      const error = fromNodeError(cause, 'open', 'sys/file')
      expect(error)
        .to.be.instanceOf(SysfsError)
        .and.to.include({ ...expected, syscall: 'write', file: 'sys/file', cause })
    })
  }

  it('a call that the port does not have is told as the one that was asked for', () => {
    expect(fromNodeError(nodeError('EACCES', -13, 'scandir'), 'readdir', 'sys')).to.include({ syscall: 'readdir' })
    expect(fromNodeError(nodeError('EACCES', -13), 'open', 'sys')).to.include({ syscall: 'open' })
  })

  it('what is no failure of node:fs stays what it is', () => {
    const error = new TypeError('mine')
    expect(fromNodeError(error, 'open', 'sys')).to.equal(error)
    const own = new SysfsError({ code: 'EXDEV', errno: 18, syscall: 'open', file: 'sys' })
    expect(fromNodeError(own, 'read', 'other')).to.equal(own)
  })

  it('a number alone has its symbol', () => {
    expect(symbolOf(undefined, 87)).to.equal('EUSERS')
    expect(symbolOf('UNKNOWN', 0)).to.equal('UNKNOWN')
  })
})
