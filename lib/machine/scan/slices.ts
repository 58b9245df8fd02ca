/** How long a scan may keep the event loop, in milliseconds. */
const SLICE = 10

/**
 * Runs work that yields now and then to its end, and lets the event loop go on after each slice of about ten milliseconds.
 * @throws the signal's reason when it is aborted
 */
export async function inSlices<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted()
  let end = performance.now() + SLICE
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (performance.now() < end) continue
    await nextTurn()
    signal?.throwIfAborted()
    end = performance.now() + SLICE
  }
}

/** The next turn of the event loop; a timer would wait for a millisecond at least. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}
