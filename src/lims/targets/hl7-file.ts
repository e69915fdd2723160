import { DROP_SETTINGS, dropTarget, singleFile } from '../drop.ts';
import { hl7Settings } from '../hl7-settings.ts';
import { oruMessage } from '../oru-message.ts';
import { defineTarget } from '../target.ts';

/** The message of `hl7-mllp` as a file, for engines that take files. */
export const hl7File = defineTarget({
  id: 'hl7-file',
  settings: { ...DROP_SETTINGS, ...hl7Settings },
  open: ({ folder, retry, names }) =>
    dropTarget({
      folder,
      retry,
      prepare: (dispatch) => {
        const message = oruMessage(dispatch, names);
        return typeof message === 'string' ? { kind: 'message', text: message } : { kind: 'refused', reason: message };
      },
      files: singleFile('hl7'),
    }),
});
