/** Where clients stand now. */
export interface Clocks {
  /** The next clock of a client; undefined when it never wrote. */
  clockOf(client: number): number | undefined
}

/**
 * Where every client stood when a transaction began. It lists those that were touched since; anybody else still stands
 * there and is answered for when asked by name.
 */
export class ClocksBefore extends Map<number, number> {
  private readonly clocks: Clocks

  constructor(clocks: Clocks) {
    super()
    this.clocks = clocks
  }

  override get(client: number): number | undefined {
    return super.get(client) ?? this.clocks.clockOf(client)
  }

  override has(client: number): boolean {
    return super.has(client) || this.clocks.clockOf(client) !== undefined
  }

  /** To be called before anything of that client changes; what comes later is not noted. */
  note(client: number, clock: number): void {
    if (!super.has(client)) this.set(client, clock)
  }
}
