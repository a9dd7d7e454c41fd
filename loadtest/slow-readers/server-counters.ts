/** The numbers of a server's /metrics, by name with labels. */
export type ServerCounters = ReadonlyMap<string, number>

export async function readServerCounters(port: number): Promise<ServerCounters> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const counters = new Map<string, number>()
  for (const line of text.split('\n')) {
    const end = line.lastIndexOf(' ')
    if (!line.startsWith('#') && end > 0) counters.set(line.slice(0, end), Number(line.slice(end + 1)))
  }
  return counters
}

/** @returns how much the counter grew. @throws Error when the server has no such counter. */
export function grown(name: string, from: ServerCounters, to: ServerCounters): number {
  const value = to.get(name)
  if (value === undefined) throw new Error(`the server has no counter ${name}`)
  return value - (from.get(name) ?? 0)
}
