import type * as Y from 'yjs'
import { mayNotEdit } from '../protocol/role.ts'
import type { Reject, RejectReason } from '../reject.ts'

/** The ids that an edit is about. */
export interface About {
  readonly nodes?: readonly string[]
  readonly edges?: readonly string[]
}

/** The one door that every edit passes: who may not write changes nothing and hears why. */
export class Gate {
  private readonly doc: Y.Doc
  private readonly mayWrite: () => boolean
  private readonly tell: (reject: Reject) => void

  constructor(
    doc: Y.Doc,
    mayWrite: () => boolean = () => true,
    tell: (reject: Reject) => void = () => undefined,
  ) {
    this.doc = doc
    this.mayWrite = mayWrite
    this.tell = tell
  }

  /** Runs the change in one transaction. @returns false when it was refused. */
  edit(about: About, change: () => void): boolean {
    if (!this.isOpen(about)) return false
    this.doc.transact(change)
    return true
  }

  /** Whether this member may write; tells of the refusal when not. */
  isOpen(about: About): boolean {
    return this.mayWrite() || this.refuse('forbidden', mayNotEdit, about)
  }

  refuse(reason: RejectReason, message: string, { nodes = [], edges = [] }: About): false {
    this.tell({ reason, message, nodes, edges })
    return false
  }
}
