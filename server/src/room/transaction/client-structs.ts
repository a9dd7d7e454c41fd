import type * as Y from 'yjs'
import { ClocksBefore } from './clocks-before.ts'

/** What one client wrote, oldest first; never empty once Yjs has filled it. */
export type Structs = (Y.Item | Y.GC)[]

/**
 * The structs of a document by client, in the place of the Map that Yjs makes. In each transaction Yjs goes five times over
 * all clients that ever wrote; for a lean transaction this names only those whose structs were asked for since it began.
 */
export class ClientStructs extends Map<number, Structs> {
  private before: ClocksBefore | undefined
  private namesTouched = false

  /** From here on it is noted who is touched, and only they are named. @returns where every client stands now, until the end. */
  begin(): ClocksBefore {
    this.namesTouched = true
    return (this.before = new ClocksBefore(this))
  }

  nameTouched(): void {
    this.namesTouched = true
  }

  nameEverybody(): void {
    this.namesTouched = false
  }

  end(): void {
    this.namesTouched = false
    this.before = undefined
  }

  /** Whoever changes what a client wrote has to ask for it first, so a client that is asked for counts as touched. */
  override get(client: number): Structs | undefined {
    const structs = super.get(client)
    if (structs !== undefined && this.before !== undefined) this.before.note(client, clockAfter(structs))
    return structs
  }

  override set(client: number, structs: Structs): this {
    this.before?.note(client, 0)
    return super.set(client, structs)
  }

  override forEach(visit: (structs: Structs, client: number, map: Map<number, Structs>) => void): void {
    if (!this.namesTouched || !this.before) super.forEach(visit)
    else for (const client of this.before.keys()) visit(super.get(client)!, client, this)
  }

  /** The next clock of a client, without touching it; undefined when it never wrote. */
  clockOf(client: number): number | undefined {
    const structs = super.get(client)
    return structs && clockAfter(structs)
  }
}

function clockAfter(structs: Structs): number {
  const last = structs.at(-1)
  return last ? last.id.clock + last.length : 0
}
