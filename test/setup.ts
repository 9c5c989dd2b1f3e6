import { configureGlobal } from 'fast-check';

// On CI a change is judged by what it changes, so the laws see the same examples each time; elsewhere they see new ones.
if (process.env['CI'] !== undefined) configureGlobal({ seed: 20_261_124 });
