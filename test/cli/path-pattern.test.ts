import { expect } from 'chai'
import { fixedFolder, isPattern, pathMatcher } from '../../lib/cli/path-pattern.js'

describe('path patterns', () => {
  const cases: readonly (readonly [pattern: string, fits: readonly string[], not: readonly string[]])[] = [
    ['/a/*.xml', ['/a/b.xml', '/a/.xml', '/a/é😀.xml'], ['/a/b/c.xml', '/a/b.xmlx', '/b/b.xml']],
    ['/a/**/*.xml', ['/a/b.xml', '/a/b/c.xml', '/a/b/c/d.xml'], ['/a.xml', '/b/a/c.xml']],
    ['/a/**', ['/a/b', '/a/b/c'], ['/a', '/ab']],
    ['/a/**/**/b', ['/a/b', '/a/x/y/b'], ['/a/xb']],
    ['/a/?.xml', ['/a/b.xml', '/a/😀.xml'], ['/a/bc.xml', '/a/.xml', '/a//.xml']],
    ['/a/b', ['/a/b'], ['/a/b/c', '/a/bc']],
    ['/a/b/', ['/a/b'], ['/a/b/c']],
    ['/a.b+(c)[d]{e}^$|\\/x-y', ['/a.b+(c)[d]{e}^$|\\/x-y'], ['/aab+(c)[d]{e}^$|\\/x-y']],
  ]
  for (const [pattern, fits, not] of cases) {
    it(pattern, () => {
      const matches = pathMatcher(pattern)
      expect(fits.filter((path) => !matches(path))).to.deep.equal([])
      expect(not.filter(matches)).to.deep.equal([])
    })
  }

  it('begin below a folder without one', () => {
    expect(['a/b/*.xml', '*.xml', '/*.xml', '/a/**/b', 'a/?'].map(fixedFolder)).to.deep.equal([
      'a/b',
      '',
      '/',
      '/a',
      'a',
    ])
    expect(['a*', 'a?', 'a/b.xml'].map(isPattern)).to.deep.equal([true, true, false])
  })

  it('of many stars take no time', () => {
    const matches = pathMatcher(`/${'**/'.repeat(30)}${'*a'.repeat(3)}b`)
    expect(matches(`/${'a/'.repeat(40)}${'a'.repeat(200)}`)).to.equal(false)
  })
})
