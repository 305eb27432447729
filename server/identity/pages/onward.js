// Sends the one form of a page that leads on, where a service provider wants its answer as a form. Without script its button does.
document.querySelector('form[data-onward]')?.submit()
