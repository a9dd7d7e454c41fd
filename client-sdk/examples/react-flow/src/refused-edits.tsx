import type { Reject } from '@coplane/client'
import { useRejects } from '@coplane/client/react'
import { useEffect, useState, type ReactNode } from 'react'

const shownMs = 4_000

const sentences: Readonly<Record<Reject['reason'], string>> = {
  forbidden: 'You may look at this canvas, not change it.',
  held: 'Somebody else is moving this just now.',
  gone: 'Somebody else has deleted this meanwhile.',
  schema: 'This canvas does not allow such data.',
  invalid: 'The server could not accept that edit.',
  'too-large': 'That edit is too large.',
  rate: 'That was too much at once.',
  full: 'This canvas holds as much as it may.',
}

/** Tells of the last edit that did not come to be, for a while. */
export function RefusedEdits(): ReactNode {
  const [last, setLast] = useState<Reject>()
  useRejects(setLast)
  useEffect(() => {
    const timer = setTimeout(() => setLast(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [last])
  return last && <output className="panel toast">{sentences[last.reason]}</output>
}
