import type { XmlProblem, XmlProblemCode } from './tree.js'

/** How the functions of the scanner end at a fatal problem; `scanXml` catches it, so it never leaves this folder. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly problem: XmlProblem

  constructor(code: XmlProblemCode, start: number, end: number, message: string) {
    super(message)
    this.problem = { code, message, fatal: true, start, end }
  }
}
