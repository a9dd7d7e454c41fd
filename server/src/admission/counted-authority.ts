import type { Access, Authority, Denial } from '../room/access.ts'
import type { Counters } from '../room/counters.ts'

/** Counts what an authority answers. */
export function countedAuthority(authority: Authority, counters: Counters): Authority {
  const count = (answer: Access | Denial): Access | Denial => {
    counters.admissions[typeof answer === 'string' ? answer : 'admitted']++
    return answer
  }
  return {
    admit: (token, room) => {
      const answer = authority.admit(token, room)
      return answer instanceof Promise ? answer.then(count) : count(answer)
    },
  }
}
