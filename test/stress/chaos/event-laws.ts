import type { SdkMember } from '../members/sdk-member.ts'
import type { Stage } from '../stage.ts'

/**
 * What must hold of everything that members heard, each `[publisher, count]` with counts that rise: within an epoch seqs
 * rise by one unless a gap was told, no event comes twice, publishers keep their order, and all heard the same under a seq.
 */
export function checkEvents(stage: Stage, members: readonly SdkMember[]): void {
  const bySeq = new Map<string, string>()
  for (const member of members) {
    let gaps = 0
    let [epoch, seq] = [0, 0]
    const newest = new Map<number, number>()
    for (const event of member.events) {
      if (event.epoch !== epoch) newest.clear()
      else if (event.seq !== seq + 1) {
        gaps++
        stage.check(event.seq > seq, `event ${event.seq} came after ${seq}`)
      }
      epoch = event.epoch
      seq = event.seq
      const [publisher, count] = event.payload as [number, number]
      stage.check((newest.get(publisher) ?? -1) < count, `publisher ${publisher} was heard in order`)
      newest.set(publisher, count)
      const place = `${epoch}:${seq}`
      const payload = JSON.stringify(event.payload)
      stage.check((bySeq.get(place) ?? payload) === payload, `everybody heard the same as event ${place}`)
      bySeq.set(place, payload)
    }
    stage.check(gaps <= member.missed, `${gaps} gaps, of which ${member.missed} were told`)
  }
}
