/** What this browser remembers. Storage may be forbidden (private windows, frames): then nothing is remembered. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(`coplane.${key}`) ?? undefined
  } catch {
    return undefined
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`coplane.${key}`, value)
  } catch {
    // Nothing depends on it: the next visit starts afresh.
  }
}
