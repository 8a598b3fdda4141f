// Kaoto's editor as an application embeds it; the application is this page, which only answers what the editor asks.
import { KaotoEditorFactory } from '@kaoto/kaoto';
import { createRoot } from 'react-dom/client';
import '@patternfly/patternfly/patternfly.min.css';
import '@patternfly/patternfly/patternfly-addons.css';

const settings = {
  catalogUrl: '/catalog/index.json',
  nodeLabel: 'description',
  nodeToolbarTrigger: 'onHover',
  colorScheme: 'light',
  rest: { apicurioRegistryUrl: '', customMediaTypes: [] },
  experimentalFeatures: { enableDragAndDrop: false },
};
const metadata = {};
let ready;
const opened = new Promise((resolve) => { ready = resolve; });
const channelApi = {
  requests: {
    getVSCodeKaotoSettings: async () => settings,
    getMetadata: async (key) => metadata[key],
    setMetadata: async (key, value) => { metadata[key] = value; },
    getResourceContent: async () => undefined,
    getSuggestions: async () => [],
    getRuntimeInfoFromMavenContext: async () => undefined,
    onStepUpdated: async () => undefined,
  },
  notifications: {
    kogitoEditor_ready: { send: () => ready() },
    kogitoWorkspace_newEdit: { send: () => undefined },
    kogitoEditor_stateControlCommandUpdate: { send: () => undefined },
    kogitoNotifications_setNotifications: { send: () => undefined },
  },
};

const editor = await new KaotoEditorFactory().createEditor(
  { channelApi },
  { resourcesPathPrefix: '', fileExtension: 'camel.yaml', channel: 'ONLINE', isReadOnly: false },
);
createRoot(document.getElementById('editor')).render(editor.af_componentRoot());
editor.af_onOpen();
await opened;
globalThis.kaoto = editor;
