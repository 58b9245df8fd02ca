/** The `code` of the error that a promise fails with. */
export async function failureCode(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code
    throw error
  }
  throw new Error('it should have failed')
}
