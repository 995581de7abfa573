import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';

const target = document.getElementById('app');
if (target !== null) {
  target.replaceChildren(); // what index.html shows until here
  mount(App, { target });
}
