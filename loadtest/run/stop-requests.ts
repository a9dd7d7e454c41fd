/** Resolves with one sentence when whoever started the run wants it to end; who asks twice gets it at once. */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    let asked = 0
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        if (asked++ > 0) process.exit(1)
        resolve(`the run was interrupted by ${signal}`)
      })
  })
}
