import { openRoom } from '@coplane/client'
import { createRoot } from 'react-dom/client'
import { Board } from './board.tsx'

const name = new URLSearchParams(location.search).get('room') ?? 'excalidraw'
const color = `hsl(${Math.floor(Math.random() * 360)} 70% 40%)`
const room = openRoom(`/v1/rooms/${encodeURIComponent(name)}`, { profile: { name: 'Guest', color } })

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
createRoot(root).render(<Board room={room} />)
