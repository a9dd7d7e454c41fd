import { shallowEqual, useOther, useOthers, useSelf } from '@coplane/client/react'
import type { ReactNode } from 'react'
import { initials, personOf, type Person } from './person.ts'

const shownAtMost = 5

/** Who is here. Cursors that move render nothing here: only who they are is selected. */
export function People(): ReactNode {
  const self = useSelf()
  const members = useOthers(
    (others) => others.map(({ member }) => member).sort((a, b) => a - b),
    shallowEqual,
  )
  const more = members.length - shownAtMost
  return (
    <ul className="people" data-testid="people" data-count={members.length + 1}>
      <Avatar person={personOf(self.profile, self.member ?? 0)} suffix=" (you)" />
      {members.slice(0, shownAtMost).map((member) => (
        <OtherAvatar key={member} member={member} />
      ))}
      {more > 0 && <li className="avatar more">+{more}</li>}
    </ul>
  )
}

function OtherAvatar({ member }: { readonly member: number }): ReactNode {
  const other = useOther(member)
  return other && <Avatar person={personOf(other.profile, member)} suffix="" />
}

function Avatar({ person, suffix }: { readonly person: Person; readonly suffix: string }): ReactNode {
  return (
    <li className="avatar" style={{ background: person.color }} title={person.name + suffix}>
      {initials(person.name)}
    </li>
  )
}
