// Asks before words that are not saved are lost. The browser knows them before the server does, so it is asked here:
// also on a slow connection, and when the connection is gone.
const question = 'You have written words that are not saved. Leave without them?';

let unwire = () => { };

export function mount() {
    const fields = () => [...document.querySelectorAll('.messages-edit [data-kept]')];
    const isChanged = () => fields().some(field => field.value !== field.dataset.kept.replaceAll('\r\n', '\n'));
    const stays = () => isChanged() && !confirm(question);
    let leaves = false; // said yes already: the browser need not ask again

    const stop = event => {
        event.preventDefault();
        event.stopImmediatePropagation();
    };
    const onClick = event => {
        if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
            return;
        }
        const link = event.target.closest('a[href]');
        const goesAway = link && !link.target && link.getAttribute('href').charAt(0) !== '#';
        if (!goesAway && !event.target.closest('button[data-leaves]')) {
            return;
        }
        if (stays()) {
            stop(event);
        } else if (goesAway) {
            leaves = true;
        }
    };
    const onChange = event => {
        const select = event.target;
        if (select.matches('select[data-leaves]') && stays()) {
            select.value = select.dataset.leaves;
            stop(event);
        }
    };
    const onInput = () => { leaves = false; };
    // A page is told of Back only when it has happened; a browser that can be told before can be stopped.
    const onBack = event => {
        if (event.navigationType !== 'traverse' || !event.cancelable || leaves || !isChanged()) {
            return;
        }
        event.preventDefault();
        setTimeout(() => {
            if (confirm(question)) {
                leaves = true;
                history.back();
            }
        });
    };
    const onUnload = event => {
        if (!leaves && isChanged()) {
            event.preventDefault();
        }
    };

    const wired = [
        [window, 'click', onClick], [window, 'change', onChange], [window, 'input', onInput],
        [window, 'beforeunload', onUnload],
        ...(window.navigation ? [[window.navigation, 'navigate', onBack]] : []),
    ];
    wired.forEach(([target, name, listener]) => target.addEventListener(name, listener, true));
    unwire = () => wired.forEach(([target, name, listener]) => target.removeEventListener(name, listener, true));
}

export function unmount() {
    unwire();
}
