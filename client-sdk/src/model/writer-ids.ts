/**
 * Of two who wrote after the same value the higher clientID wins. So there are three bands: what a viewer writes into its own copy,
 * where it stays, taken back, loses to the server's repairs, and those lose to edits.
 */
const viewerIds = 2 ** 24
/** Above those of viewers. Many, since a crash can leave an id unknown to the server under which it wrote. */
const repairIds = 2 ** 20
const idsBelowEditors = viewerIds + repairIds

/** @param drawn one of 2^32, as Yjs draws them. */
export function editorId(drawn: number): number {
  return drawn > idsBelowEditors ? drawn : drawn + idsBelowEditors + 1
}

/** @param random from 0 to below 1. */
export function viewerId(random: number): number {
  return 1 + Math.floor(random * viewerIds)
}

/** @param random from 0 to below 1. */
export function repairId(random: number): number {
  return viewerIds + 1 + Math.floor(random * repairIds)
}
