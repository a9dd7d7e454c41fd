/** Reports an application callback's error like any uncaught one, without ending what called it. */
export function reportUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
