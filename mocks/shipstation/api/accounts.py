"""Accounts, sign-in, users."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from mocks.control.payload import Refusal, read_object, text
from mocks.shipstation.accounts import Taken, account_key_error, sign_in_error
from mocks.shipstation.api.calls import Endpoint


class AccountList(Endpoint):
    """`/accounts`."""

    async def post(self, request: Request) -> JSONResponse:
        """Open an account; its first user is an admin."""
        body = await read_object(request)
        account, email, password = text(body, "account"), text(body, "email"), text(body, "password")
        if problem := account_key_error(account) or sign_in_error(email, password):
            raise Refusal(400, problem)
        accounts = self.shipstation(request).accounts
        try:
            user = accounts.create(account, email, password)
        except Taken as taken:
            raise Refusal(409, str(taken)) from None
        self.acts_for(request, account)
        token = accounts.issue_token(user)
        return JSONResponse({"account": account, **user.to_json(), "token": token}, 201)


class SignIn(Endpoint):
    """`/sign-in`."""

    async def post(self, request: Request) -> JSONResponse:
        """A token for a user; 401 alike for whatever is wrong."""
        body = await read_object(request)
        account, email, password = text(body, "account"), text(body, "email"), text(body, "password")
        accounts = self.shipstation(request).accounts
        if accounts.exists(account):
            self.acts_for(request, account)
        user = accounts.sign_in(account, email, password)
        if user is None:
            raise Refusal(401, "Account, e-mail address or password is wrong")
        return JSONResponse({"token": accounts.issue_token(user), "role": user.role})


class UserList(Endpoint):
    """`/users`."""

    async def get(self, request: Request) -> JSONResponse:
        """The users of the account."""
        users = self.shipstation(request).accounts.users(self.admin(request).account)
        return JSONResponse([user.to_json() for user in users])

    async def post(self, request: Request) -> JSONResponse:
        """Add a user."""
        admin = self.admin(request)
        body = await read_object(request)
        email, password, role = text(body, "email"), text(body, "password"), text(body, "role")
        if problem := sign_in_error(email, password):
            raise Refusal(400, problem)
        if role not in ("admin", "user"):
            raise Refusal(400, '"role" must be admin or user')
        try:
            user = self.shipstation(request).accounts.add_user(
                admin.account, email, password, "admin" if role == "admin" else "user"
            )
        except Taken as taken:
            raise Refusal(409, str(taken)) from None
        return JSONResponse(user.to_json(), 201)
