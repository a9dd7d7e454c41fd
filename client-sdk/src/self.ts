import { packValue } from './packing.ts'
import type { Profile } from './profile.ts'
import { limits } from './protocol/limits.ts'

/** This member as the others see it. */
export class Self {
  private current: Profile
  private readonly readMember: () => number | undefined
  private readonly changed: (profile: Profile) => void

  /** @throws RangeError for a profile that is too large. */
  constructor(profile: Profile, readMember: () => number | undefined, changed: (profile: Profile) => void) {
    this.current = checkProfile(profile)
    this.readMember = readMember
    this.changed = changed
  }

  get profile(): Profile {
    return this.current
  }

  /** This member's index in the room; undefined while not connected. */
  get member(): number | undefined {
    return this.readMember()
  }

  /** Shows the others another profile, now and after every reconnect. @throws RangeError above 1,024 bytes as msgpack. */
  setProfile(profile: Profile): void {
    this.current = checkProfile(profile)
    this.changed(this.current)
  }
}

function checkProfile(profile: Profile): Profile {
  const bytes = packValue(profile).length
  if (bytes > limits.maxProfileBytes)
    throw new RangeError(
      `a profile may have ${limits.maxProfileBytes} bytes as msgpack, this one has ${bytes}`,
    )
  return profile
}
