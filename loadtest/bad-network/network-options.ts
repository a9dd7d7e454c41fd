/** How bad the network is. All times are milliseconds. */
export interface NetworkOptions {
  /** The port on this machine that connections are passed on to. */
  readonly target: number
  /** The port to listen on; 0 lets the system choose. */
  readonly port: number
  readonly seed: number
  /** One way; each connection draws its own from this range, evenly. */
  readonly leastDelayMs: number
  readonly mostDelayMs: number
  /** On top of the delay each piece of the stream takes up to this long, evenly. */
  readonly jitterMs: number
  /** Share of TCP segments that are lost, 0 to 1. */
  readonly loss: number
  /** This share of connections hears nothing for `stallMs`, once, and neither does the server from them. */
  readonly stallShare: number
  readonly stallMs: number
  /** When that begins, since the connection was opened: evenly within this range. */
  readonly stallFromMs: number
  readonly stallToMs: number
  /** What may be under way in one direction of one connection; beyond, its source is not read. */
  readonly bufferBytes: number
}

const defaults: Omit<NetworkOptions, 'target'> = {
  port: 0,
  seed: 1,
  leastDelayMs: 20,
  mostDelayMs: 200,
  jitterMs: 10,
  loss: 0.01,
  stallShare: 0.1,
  stallMs: 2_000,
  stallFromMs: 15_000,
  stallToMs: 25_000,
  bufferBytes: 256 * 1024,
}

/** @param json an object that names a target and what differs from the defaults. @throws Error in one sentence. */
export function parseNetworkOptions(json: string): NetworkOptions {
  let given: unknown
  try {
    given = JSON.parse(json)
  } catch (error) {
    throw new Error(`the options are not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error('the options are one JSON object')
  const options: Record<string, unknown> = { ...defaults, target: undefined, ...given }
  for (const [name, value] of Object.entries(options)) {
    if (!(name in defaults) && name !== 'target') throw new Error(`there is no option ${name}`)
    if (typeof value !== 'number' || !(value >= 0))
      throw new Error(`${name} has to be a number, not negative`)
  }
  const parsed = options as unknown as NetworkOptions
  if (parsed.loss >= 1 || parsed.stallShare > 1)
    throw new Error('loss has to be below 1, stallShare at most 1')
  if (parsed.mostDelayMs < parsed.leastDelayMs || parsed.stallToMs < parsed.stallFromMs)
    throw new Error('a range has to end where it begins, or later')
  return parsed
}
