import type { Access, Admitted } from './access.ts'
import type { Socket } from './ports.ts'

/** What the transport calls for one socket after it opened; one implementation per dialect. */
export interface Connection {
  /** One binary message. The bytes are only valid during the call. */
  receive(message: Uint8Array): void
  /** The transport has written some of what it held for this socket. */
  drained(): void
  /** The socket is gone, whoever closed it. */
  closed(): void
  /** Called about once a second. */
  sweep(now: number): void
  /** A fresh token was accepted. */
  accessChanged(access: Access): void
}

/** Opens connections of one dialect: `room` is the decoded room name. */
export type Opener = (socket: Socket, room: string, admitted: Admitted) => Connection
