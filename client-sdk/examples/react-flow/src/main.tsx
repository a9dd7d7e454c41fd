import { RoomProvider } from '@coplane/client/react'
import { ReactFlowProvider } from '@xyflow/react'
import { StrictMode, Suspense, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Editor } from './editor.tsx'
import { readSettings } from './page-settings.ts'
import { ownPerson } from './person.ts'
import { Refusal } from './refusal.tsx'

const settings = readSettings(location)
document.title = `${settings.room} · Coplane`
const options = { profile: { ...ownPerson() } }
const loading: ReactNode = <p className="notice">Opening the room…</p>

createRoot(document.querySelector('#root') as Element).render(
  <StrictMode>
    <Refusal>
      <Suspense fallback={loading}>
        <RoomProvider url={settings.roomUrl} options={options} fallback={loading} suspense>
          <ReactFlowProvider>
            <Editor settings={settings} />
          </ReactFlowProvider>
        </RoomProvider>
      </Suspense>
    </Refusal>
  </StrictMode>,
)
