import * as Y from 'yjs'
import { isUntouched } from './insides.ts'
import { misfitOf, type Misfit } from './update-fit.ts'
import { UpdateScan } from './update-scan.ts'

/** The update was not applied, nor any part of it. */
export class MisfitError extends Error {
  constructor(misfit: Misfit) {
    super(`an update that does not fit its document: ${misfit}`)
  }
}

type Store = Y.Doc['store']
type Pending = Store['pendingStructs']

/** Puts updates into a document, each whole or not at all. */
export class Integrator {
  /** Structs that had waited, and did not fit when what they had waited for came. */
  misfits = 0
  private readonly doc: Y.Doc

  constructor(doc: Y.Doc) {
    this.doc = doc
  }

  /** @param isSuspect whether the document has to be asked first. @throws MisfitError; anything else is Yjs's, and may have been half done. */
  take(update: Uint8Array, isSuspect: boolean): void {
    const { doc } = this
    const misfit = isSuspect ? misfitOf(doc, update) : undefined
    if (misfit) throw new MisfitError(misfit)
    const { store } = doc
    const roots = doc.share.size
    const waited = store.pendingStructs
    // Yjs itself would take in what waited without asking whether it fits by now.
    store.pendingStructs = null
    try {
      Y.applyUpdate(doc, update)
    } finally {
      store.pendingStructs = joined(waited, store.pendingStructs)
    }
    if (waited) this.takeWaiting()
    if (doc.share.size > roots) this.forgetEmptyRoots()
  }

  private takeWaiting(): void {
    const { doc } = this
    const { store } = doc
    const { pendingStructs } = store
    if (!pendingStructs || !isDue(pendingStructs, store)) return
    store.pendingStructs = null
    const update = Y.convertUpdateFormatV2ToV1(pendingStructs.update)
    if (UpdateScan.judge(update) === 'malformed' || misfitOf(doc, update)) this.misfits++
    else Y.applyUpdate(doc, update)
  }

  /** Yjs makes a root of every name that it reads, also where nothing comes into it. */
  private forgetEmptyRoots(): void {
    const { share } = this.doc
    for (const [name, root] of share)
      if ((root.constructor as unknown) === Y.AbstractType && isUntouched(root as Y.AbstractType<unknown>))
        share.delete(name)
  }
}

/** What waits, and what waits now too, as Yjs joins them. */
function joined(waited: Pending, more: Pending): Pending {
  if (!waited || !more) return waited ?? more
  for (const [client, clock] of more.missing) {
    const missing = waited.missing.get(client)
    if (missing === undefined || missing > clock) waited.missing.set(client, clock)
  }
  waited.update = Y.mergeUpdatesV2([waited.update, more.update])
  return waited
}

function isDue({ missing }: NonNullable<Pending>, store: Store): boolean {
  for (const [client, clock] of missing) if (clock < Y.getState(store, client)) return true
  return false
}
