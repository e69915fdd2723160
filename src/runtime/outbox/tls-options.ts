import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { InputError } from '../../errors.ts';
import type { TlsSettings } from '../../lims/target.ts';
import type { Disk } from '../disk/disk.ts';
import { readText } from '../disk/files.ts';
import { readSecret } from './secrets.ts';

/** What a TLS connection is made with. */
export type TlsOptions = Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> & { readonly rejectUnauthorized: true };

/**
 * What is trusted beyond Node's own list, and who we are. Certificates are verified whatever the environment says (`NODE_TLS_REJECT_UNAUTHORIZED`). Every file is tried, so that one that
 * cannot be used is told before anything is sent: `definition/bad-value` of a certificate, `usage/secret-not-kept` of a key, `usage/not-found`, `io/failed`.
 */
export function tlsOptions(tls: TlsSettings | null, disk: Disk): TlsOptions {
  const { caFile, certificateFile, keyFile } = tls ?? {};
  const ca = caFile === undefined ? {} : { ca: readCertificate(disk, caFile) };
  const cert = certificateFile === undefined ? {} : { cert: readCertificate(disk, certificateFile) };
  const key = keyFile === undefined ? {} : { key: readSecret(disk, keyFile) };
  if (keyFile !== undefined && !isUsable({ ...cert, ...key }))
    throw new InputError(
      'usage/secret-not-kept',
      'Expected the key of the client certificate, in PEM and without a passphrase, found another one or none: name the file that was made with the certificate.',
      { file: keyFile },
    );
  return { ...ca, ...cert, ...key, rejectUnauthorized: true };
}

function readCertificate(disk: Disk, path: string): string {
  const text = readText(path, disk);
  if (isCertificate(text) && isUsable({ ca: text, cert: text })) return text;
  throw new InputError(
    'definition/bad-value',
    "Expected a certificate in PEM ('-----BEGIN CERTIFICATE-----'), found something else: name another file in targets.yaml.",
    { file: path },
  );
}

/** Node takes an authority without a certificate in it for none, and says nothing. */
function isCertificate(text: string): boolean {
  try {
    return text.includes('-----BEGIN') && new X509Certificate(text).subject !== '';
  } catch {
    return false;
  }
}

function isUsable(options: SecureContextOptions): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch {
    return false;
  }
}
