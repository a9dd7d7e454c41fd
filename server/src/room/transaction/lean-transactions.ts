import type * as Y from 'yjs'
import { ClientStructs } from './client-structs.ts'
import type { ClocksBefore } from './clocks-before.ts'

/**
 * Transactions of one document that cost what they touch, not what was ever written: Yjs keeps all clients' clocks before and
 * after each transaction, which in a room that a thousand people have edited was most of what a tick cost. What they do and
 * what they emit is the same to the byte; `test/server/lean-transactions.test.ts` holds them against plain ones.
 */
export class LeanTransactions {
  private readonly doc: Y.Doc
  private readonly structs = new ClientStructs()
  private before: ClocksBefore | undefined
  private current: Y.Transaction | undefined

  /** @param doc empty, without structs of its own yet. */
  constructor(doc: Y.Doc) {
    this.doc = doc
    doc.store.clients = this.structs
    // Only where Yjs itself goes over all clients are the touched ones enough; observers see everybody.
    doc.on('beforeTransaction', (transaction) => this.began(transaction))
    doc.on('beforeObserverCalls', () => this.structs.nameEverybody())
    doc.on('afterTransactionCleanup', (transaction) => this.emits(transaction))
    doc.on('update', () => this.structs.nameEverybody())
  }

  /** As `doc.transact`, outside of any other transaction. */
  run(write: (transaction: Y.Transaction) => void): void {
    this.before = this.structs.begin()
    try {
      this.doc.transact((transaction) => {
        try {
          write(transaction)
        } finally {
          this.structs.nameTouched()
        }
      })
    } finally {
      this.before = undefined
      this.current = undefined
      this.structs.end()
    }
  }

  private began(transaction: Y.Transaction): void {
    const { before, doc, structs } = this
    // What observers begin meanwhile is a plain transaction.
    if (!before || this.current) return
    this.current = transaction
    transaction.beforeState = before
    structs.nameEverybody()
    // Yjs looks in the end whether somebody else wrote under the document's own id.
    structs.get(doc.clientID)
  }

  /** Yjs writes the update next, if there is anything to write. */
  private emits(transaction: Y.Transaction): void {
    if (transaction === this.current && hasContent(transaction)) this.structs.nameTouched()
  }
}

function hasContent({ deleteSet, afterState, beforeState }: Y.Transaction): boolean {
  if (deleteSet.clients.size > 0) return true
  for (const [client, clock] of afterState) if (beforeState.get(client) !== clock) return true
  return false
}
