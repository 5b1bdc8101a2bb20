"""One desk per role (工作台): what this person is here for comes first; rooms add their panels beside it."""
