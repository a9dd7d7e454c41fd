import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A certificate, with those that it hangs on behind it, and its key, as files in PEM. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** One of the files cannot be used, or both not together; the message is the end of a sentence. */
export class TlsFileError extends Error {
  readonly file: keyof TlsFiles

  constructor(file: keyof TlsFiles, fault: string) {
    super(fault)
    this.file = file
  }
}

/** Looks at both before the transport does, which would only say that something is wrong. @throws TlsFileError */
export function checkTlsFiles(files: TlsFiles): TlsFiles {
  const certificate = readCertificate(files.cert)
  if (!certificate.checkPrivateKey(readKey(files.key)))
    throw new TlsFileError('key', 'it is not the key of the certificate')
  return files
}

function readCertificate(file: string): X509Certificate {
  const pem = read('cert', file)
  try {
    return new X509Certificate(pem)
  } catch {
    // OpenSSL's own words name neither the file nor what was expected.
    throw new TlsFileError('cert', 'the file has no certificate in PEM')
  }
}

function readKey(file: string): KeyObject {
  const pem = read('key', file)
  try {
    return createPrivateKey(pem)
  } catch {
    // Likewise.
    throw new TlsFileError('key', 'the file has no private key in PEM that opens without a passphrase')
  }
}

function read(which: keyof TlsFiles, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new TlsFileError(which, `the file cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
